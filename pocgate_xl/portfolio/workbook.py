"""A portfolio as a workbook: values only, nothing locked."""

from __future__ import annotations

from dataclasses import replace

from ..templates.loader import Bundle
from ..workbook.layout.plan import Area, WorkbookPlan
from ..workbook.rendering.cached_values import finish
from ..workbook.rendering.long_tables import with_long_tables
from ..workbook.rendering.openpyxl_writer import write_with_looks
from .known import MARK
from .overview import Portfolio
from .places import FieldPlaces
from .sheets import sheets_of
from .sheets.page import LEFT, PortfolioPage


def plan_portfolio(portfolio: Portfolio, bundle: Bundle, language: str) -> WorkbookPlan:
    """Plan every sheet in one of the template's languages."""
    page = PortfolioPage(portfolio, bundle.catalogs[language], FieldPlaces(bundle).of)
    template = portfolio.template
    first, *others = (plan(page) for plan in sheets_of(portfolio))
    title = Area(first.id, (1, LEFT), (1, LEFT))
    sheets = (replace(first, names={**first.names, MARK: title}), *others)
    return WorkbookPlan(template.id, template.version, language, bundle.digest, sheets)


def portfolio_workbook(portfolio: Portfolio, bundle: Bundle, language: str) -> bytes:
    """Return the workbook; the same portfolio gives the same bytes."""
    plan = plan_portfolio(portfolio, bundle, language)
    title = bundle.catalogs[language].text("portfolio.title.decide")
    written, looks = write_with_looks(plan, bundle.theme, title)
    return with_long_tables(finish(written, plan), plan, looks)
