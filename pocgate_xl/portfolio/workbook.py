"""A portfolio as a workbook: values only, nothing locked."""

from __future__ import annotations

from ..templates.loader import Bundle
from ..workbook.layout.plan import WorkbookPlan
from ..workbook.rendering.report_writer import plan_report, write_report
from .overview import Portfolio
from .places import FieldPlaces
from .sheets import sheets_of
from .sheets.page import PortfolioPage


def plan_portfolio(portfolio: Portfolio, bundle: Bundle, language: str) -> WorkbookPlan:
    """Plan every sheet in one of the template's languages."""
    page = PortfolioPage(portfolio, bundle.catalogs[language], FieldPlaces(bundle).of)
    sheets = [plan(page) for plan in sheets_of(portfolio)]
    return plan_report("portfolio", sheets, bundle, language)


def portfolio_workbook(portfolio: Portfolio, bundle: Bundle, language: str) -> bytes:
    """Return the workbook; the same portfolio gives the same bytes."""
    plan = plan_portfolio(portfolio, bundle, language)
    return write_report(plan, bundle, bundle.catalogs[language].text("portfolio.title.decide"))
