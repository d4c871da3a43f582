"""Calls at the edges: a good one, and the same with one thing changed; drawn ones seldom stand there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from pocgate_xl.templates.loader import Bundle
from tests.engines.lambdas.draw import ARGUMENTS, drawn
from tests.engines.lambdas.oracle import Oracle
from tests.engines.lambdas.sheet import Argument, Call, Typed

FROM_TARGET = (-31, -30, -29, -20, -10, -1, 1e-9, 5, 10, 10.5, 15, 19.999, 20, 25, 30, 45, 50)
Cells = Sequence[Typed] | None
"""What an argument says, cell by cell; nothing where it is left out."""


@dataclass(frozen=True)
class Edge:
    """What a good call says for an argument, and what it may say instead, cell by cell or as a whole."""

    good: Cells
    cells: Sequence[Typed] = ()
    whole: Sequence[Cells] = ()

    def variants(self) -> Iterator[Cells]:
        for place in range(len(self.good or ())):
            for value in self.cells:
                yield [*(self.good or ())[:place], value, *(self.good or ())[place + 1 :]]
        yield from self.whole


def calls_of(bundle: Bundle, noun: str, count: int) -> list[Call]:
    """Return the edges of a function, then so many drawn calls."""
    return [*edges(bundle, noun), *drawn(bundle, noun, count)]


def edges(bundle: Bundle, noun: str) -> list[Call]:
    """Return a good call of a function, and each with one argument or cell of it changed."""
    known, names = _edges(bundle), EDGES[noun]
    asked = [known[each] for each in names]
    good = [edge.good for edge in asked]
    found = [_call(noun, good), *(_call(noun, said) for said in MORE.get(noun, lambda _: ())(bundle))]
    for place, edge in enumerate(asked):
        for said in edge.variants():
            found.append(_call(noun, [*good[:place], said, *good[place + 1 :]]))
        if None in edge.whole and "language" in names:  # one is left out where the other is given
            spoken = [
                ["code"] if name == "language" else said for name, said in zip(names, good, strict=True)
            ]
            found.append(_call(noun, [*spoken[:place], None, *spoken[place + 1 :]]))
    return found


def _call(noun: str, said: Sequence[Cells]) -> Call:
    arguments = [None if cells is None else Argument([[cell] for cell in cells]) for cells in said]
    return Call(noun, tuple(arguments))


def spelled(bundle: Bundle, codes: Sequence[str], table: str) -> list[str]:
    """Return every code and each of its labels."""
    texts = [each.texts for each in bundle.catalogs.values()]
    found = [*codes] + [text.get(f"{table}.{code}", code) for code in codes for text in texts]
    return list(dict.fromkeys(found))


def _edges(bundle: Bundle) -> Mapping[str, Edge]:
    template = bundle.template
    scale, top = template.scale, float(template.scale.highest)
    words = {
        "group": ([group.id for group in template.groups], "group"),
        "category": ([each.id for each in template.costs.categories], "cost"),
        "cause": ([each.id for each in template.causes], "cause"),
        "direction": (["higher", "lower"], "direction"),
        "cannot": (["yes", "no"], "answer"),
        "criterion": (list(template.criterion_ids), "criterion"),
        "currency": ([template.costs.currency, *template.costs.currencies], "currency"),
        "sum": (["initial", "run_rate", "first_year", "three_year", "contingency"], "text.sum"),
    }
    named = {
        name: Edge(None, whole=[[word] for word in (*spelled(bundle, codes, table), "no such", " ")])
        for name, (codes, table) in words.items()
    }
    texts = [each.texts for each in bundle.catalogs.values()]
    keys = [f"text.sum_{code}" for code in words["sum"][0][:4]] + ["text.contingency_on_top"]
    sums = [[word] for word in (*words["sum"][0], *(text[key] for key in keys for text in texts))]
    items, questions, languages = len(template.items), len(template.questions), template.languages
    ratings: list[Typed] = [*map(float, scale.ratings), f" {scale.lowest} "]
    statuses = spelled(bundle, ["done", "in_progress", "not_started"], "status")
    every = template.costs.categories
    spent = [each for each in every if each.kind != "share"]
    return {
        **named,
        "sum": Edge(None, whole=sums),
        "one_criterion": replace(named["criterion"], good=[template.criterion_ids[0]]),
        "ratings": Edge([top] * len(template.criteria), [*ratings, " ", None]),
        "language": Edge(None, whole=[[tag] for tag in (*languages, "code", " ", f"{languages[-1]}-X")]),
        "statuses": Edge(["done"] * items, [None, "not_started"], [[word] * items for word in statuses]),
        "answers": Edge(
            ["yes"] * questions, ["no", None, "はい"],
            [["No"] * questions, ["いいえ"] * questions, None, ["yes"]],
        ),
        "evidence": Edge(["x"] * items, [None, "\u3000"], [None, ["x"]]),
        "costs": Edge(
            [30_000.0, 1_000_000.0, 200_000.0, 40_000.0][: len(spent)], [None, 0.0, 77_777.0],
            [
                [3e4, 1e6, 2e5, None, None], [1.0, 2.0, 3.0, 4.0, 5.0], [1.0], [0.0] * len(spent),
                [3e4, 1e6, 2e5, 4e4, None], [3e4, None, 2e5, None],
            ],
        ),
        "planned": Edge(None, whole=[
            *([5e6 if k == place else None for k in range(len(every))] for place in range(len(every))),
            [1e5] * len(every), [0.0] * len(every), [1.0],
        ]),
        "exchange": Edge([165.25], [None, 1.0, 0.0, 0.01, -0.5]),
        "months": Edge([3.0], [None, 120.0, 120.5, 0.0, 0.5]),
        "contingency": Edge([10.0], [None, 0.0, 100.0, 100.5, -0.5]),
        "benefit": Edge([9e6, 2.4e7], [None, 0.0, 1e5, 3e6]),
        "ramp": Edge([6.0], [None, 0.0, 1.0, 2.0, 24.0, 60.0, 6.5]),
        "begins": Edge([45_688.0], [None, 61.0, 60.0, 45_688.75, 2_958_465.0, 2_958_466.0]),
        "phase_months": Edge(
            [2.0] * len(template.phases), [None, *map(float, (*range(8), 1.5, 119, 120, 121))]
        ),
        "target": Edge([100.0], [None, -100.0, 0.0, 1e-9, 1.0, -1.0, -0.5, " ", "100"]),
        "actual": Edge([100.0], [None, 0.0, "100", *(100.0 + by for by in FROM_TARGET)]),
        "rating": Edge([top], ratings),
        "vocabulary": Edge(["status"], ["STATUS", " ", "x"]),
        "code": Edge(["done", "Done", "完了", None], ["x", 1.0]),
    }  # fmt: skip


_RATED = ("ratings", "language")
_MONEY = ("planned", "currency", "exchange")
EDGES: Mapping[str, tuple[str, ...]] = {
    "TOTAL": ("ratings",), "RANGE": ("ratings",), "VERDICT": _RATED, "REACHABLE": _RATED, "CONCERNS": _RATED,
    "IMPROVEMENTS": _RATED, "COMPLETENESS": ("statuses", "group"),
    "PROGRESS": ("statuses", "group", "language"), "OPEN_ITEMS": ("statuses", "group", "language"),
    "DECISION": ("ratings", "statuses", "language", "answers", "evidence"),
    "MUST_MEETS": ("ratings", "answers", "language"),
    "CAUSE": ("ratings", "statuses", "answers", "cause", "language", "evidence"),
    "MULTIPLIER": ("category",), "COST": ("costs", "category", *_MONEY, "language"),
    "COST_TOTAL": ("costs", "sum", *_MONEY, "language"),
    "BUDGET": ("costs", "sum", *_MONEY, "contingency", "language"),
    "POC_INVESTMENT": ("costs", "months"), "RULE_OF_THUMB": ("costs", "months", *_MONEY, "language"),
    "PAYBACK": ("costs", "benefit", "ramp", "begins", "contingency", *_MONEY),
    "ROADMAP": ("begins", "phase_months", "language"),
    "KPI_RATING": ("target", "actual", "direction", "criterion"),
    "COST_RATING": ("target", "actual", "cannot", "criterion"), 
    "ANCHOR": ("one_criterion", "rating", "language"), "LABEL": ("vocabulary", "code", "language"),
}  # fmt: skip
assert EDGES.keys() == ARGUMENTS.keys()

Said = Sequence[Cells]


def _at_thresholds(bundle: Bundle) -> Iterator[list[float]]:
    """Yield ratings whose sums stand at every total about a threshold, level and uneven."""
    template = bundle.template
    count, scale = len(template.criteria), template.scale
    for band in template.verdicts:
        for total in range(max(scale.lowest * count, band.at_least - 2), band.at_least + 3):
            level, more = divmod(total, count)
            yield [float(level + (place < more)) for place in range(count)]
            yield [float(level + (place >= count - more)) for place in range(count)]
            uneven = [float(scale.lowest)] * count
            for place in range(count):
                uneven[place] += min(scale.highest - scale.lowest, total - int(sum(uneven)))
            yield uneven
            yield uneven[::-1]


def _ratings(bundle: Bundle) -> Iterator[Said]:
    yield from (
        [ratings] for ratings in _at_thresholds(bundle) if min(ratings) >= bundle.template.scale.lowest
    )
    yield [[None] * len(bundle.template.criteria)]
    yield [[" "] * len(bundle.template.criteria)]
    yield [[1.0]]


def _spoken(bundle: Bundle) -> Iterator[Said]:
    """Yield ratings that let everything be said, in each language."""
    template = bundle.template
    lowest, top, count = float(template.scale.lowest), float(template.scale.highest), len(template.criteria)
    yield from _ratings(bundle)
    yield [[lowest + 2, *[top - 1] * (count - 2), lowest + 1]]  # the last one is to be raised first
    for tag in (*template.languages, "code"):
        for ratings in (
            [lowest] * count,
            [top] * count,
            [None] * count,
            [top - 2] * count,
            [top - 1] * count,
        ):
            yield [ratings, [tag]]


def _all_decisions(bundle: Bundle) -> Iterator[Said]:
    """Yield what leads to each decision, in each language."""
    template = bundle.template
    top, count, items = float(template.scale.highest), len(template.criteria), len(template.items)
    done, yes = ["done"] * items, ["yes"] * len(template.questions)
    granted = ["in_progress" if item.granted_at_gate else "done" for item in template.items]
    middle = next(each for each in _at_thresholds(bundle) if sum(each) >= template.verdicts[1].at_least)
    for tag in (*template.languages, "code"):
        for ratings, statuses in (
            ([top] * count, done), ([top] * count, granted), ([top] * count, [None] * items),
            (middle, done), ([float(template.scale.lowest)] * count, done), ([None] * count, done),
        ):  # fmt: skip
            yield [ratings, statuses, [tag], yes, ["x"] * items]
    for ratings in _at_thresholds(bundle):
        yield [ratings, done, None, yes, ["x"] * items]
    low = [float(template.scale.lowest)] * count  # nothing rests on the other cells, but how many they are
    yield from ([low, done, None, yes, ["x"]], [low, ["done"], None, yes, ["x"] * items])
    yield from ([low, done, None, ["yes"], ["x"] * items], [low, ["done"], None, yes])


def _all_open(bundle: Bundle) -> Iterator[Said]:
    for tag in (*bundle.template.languages, "code"):
        yield [[None] * len(bundle.template.items), None, [tag]]


def _levels(bundle: Bundle) -> Iterator[Said]:
    """Yield exposures about each bound: so many ratings low, so many items open."""
    template = bundle.template
    scale, items, count = template.scale, len(template.items), len(template.criteria)
    yes, shown = ["yes"] * len(template.questions), ["x"] * items
    for rating in scale.ratings:
        for step in range(0, items + 1, 2):
            statuses = ["done" if (place * 7) % items >= step else "in_progress" for place in range(items)]
            yield [[float(rating)] * count, statuses, yes, None, None, shown]
    for two in combinations(range(count), 2):
        missing = [None if place in two else float(scale.highest) for place in range(count)]
        yield [missing, ["done"] * items, yes, None, ["code"], shown]
    for tag in (*template.languages, "code"):
        yield [[None, *[float(scale.lowest)] * (count - 1)], [None] * items, None, None, [tag]]
        for less in range(3):
            yield [[float(scale.highest - less)] * count, ["done"] * items, yes, None, [tag], shown]


def _abroad(*behind: Cells) -> Callable[[Bundle], Iterator[Said]]:
    """Yield calls in another currency, at several rates, with something behind."""

    def said(bundle: Bundle) -> Iterator[Said]:
        good = _edges(bundle)["costs"].good
        for rate in (165.25, 150.0, 0.7, None, -0.5, 0.0):
            yield [good, None, None, [bundle.template.costs.currencies[1]], [rate], *behind]
        yield [good, None, None, [bundle.template.costs.currencies[1]], None, *behind]
        yield [good, ["development"], [1.0]]  # too few, though nothing rests on them
        for tag in (*bundle.template.languages, "code"):
            yield [good, None, None, None, None, *behind[:-1], [tag]] if behind else [good]

    return said


def _standings(bundle: Bundle) -> Iterator[Said]:
    """Yield plans whose middle stands below, within, above and just at the guide, in each language."""
    template = bundle.template
    costs = _edges(bundle)["costs"].good or ()
    once = [each for each in template.costs.categories if each.one_off]
    spent = sum(float(cell or 0) for cell in costs[1:]) + 3 * float(costs[0] or 0)
    for times in (1.0, float(template.costs.guide.low), 4.0, float(template.costs.guide.high), 9.0, 2.9, 5.1):
        for more in (0.0, 1.0, -1.0):
            plan = [
                (times * spent + more if each is once[0] else 0.0) if each.one_off else None
                for each in template.costs.categories
            ]
            for tag in (*template.languages, "code") if not more else ("code",):
                yield [costs, [3.0], plan, None, None, [tag]]
    yield [costs, [3.0], None, [template.costs.currencies[1]], None, ["code"]]
    yield from _abroad(["code"])(bundle)


def _earning(bundle: Bundle) -> Iterator[Said]:
    """Yield benefits that pay early, late, never, at once and just at the end, with and without a ramp."""
    good = _edges(bundle)["costs"].good
    for plan in (
        None,
        [1000.0, 1.2e6, 0.0, 0.0, 12_000.0],
        [0.0, 0.0, 0.0, 0.0, 0.0],
        [1e4, 6e5, None, 3e5, 2e5],
    ):
        for low, high in (
            (2.4e5, 2.4e5),
            (1.2e5, 1.68e5),
            (6e6, 6e6),
            (2.4e4, 2.4e4),
            (1.44e5, 1.44e5),
            (0.0, 0.0),
        ):
            for ramp in (None, 0.0, 1.0, 12.0, 240.0):
                yield [good, [low, high], [ramp], [45_688.0], [0.0], plan]
    yield [[None] * 4, [9e6, 2.4e7], [6.0], [45_688.0], None, [1e5, None, None, None, 2e5]]
    for begins in (45_688.0, 45_657.5, 2_958_400.0, None):
        yield [good, [9e6, 2.4e7], [6.0], [begins], [10.0], None, ["USD"], [150.0]]


def _anchors(bundle: Bundle) -> Iterator[Said]:
    template = bundle.template
    for tag in (*template.languages, "code"):
        for criterion in template.criterion_ids:
            for rating in template.scale.ratings:
                yield [[criterion], [float(rating)], [tag]]


def _figures(*options: str) -> Callable[[Bundle], Iterator[Said]]:
    def said(bundle: Bundle) -> Iterator[Said]:
        for option in (*options, None):
            for target in (100.0, -100.0, 80.0):
                for actual in (
                    60.0,
                    70.0,
                    79.0,
                    80.0,
                    90.0,
                    96.0,
                    99.0,
                    100.0,
                    110.0,
                    120.0,
                    130.0,
                    -120.0,
                    -80.0,
                ):
                    yield [[target], [actual], None if option is None else [option]]

        for criterion in (*bundle.template.criterion_ids, " "):
            yield from ([[100.0], [100.0], [option], [criterion]] for option in options)

    return said


def _words(bundle: Bundle) -> Iterator[Said]:
    """Yield every code and every word of it, in each language."""
    for name, codes in Oracle(bundle, "en").vocabularies.items():
        cells = spelled(bundle, codes, name)
        for tag in (*bundle.template.languages, "code"):
            yield from ([[name], cells[at : at + 20], [tag]] for at in range(0, len(cells), 20))


def _phases(bundle: Bundle) -> Iterator[Said]:
    for tag in (*bundle.template.languages, "code"):
        yield [[45_688.0], [1.0] * len(bundle.template.phases), [tag]]
    for day in (45_322.0, 45_351.0, 45_716.0, 2_958_400.0):  # ends of months, and of the calendar
        yield [[day], [1.0, 12.0, 13.0][: len(bundle.template.phases)]]


MORE: Mapping[str, Callable[[Bundle], Iterator[Any]]] = {
    "TOTAL": _ratings, "RANGE": _ratings, "VERDICT": _spoken, "REACHABLE": _spoken, "CONCERNS": _spoken,
    "IMPROVEMENTS": _spoken, "DECISION": _all_decisions, "OPEN_ITEMS": _all_open, "PROGRESS": _all_open,
    "CAUSE": _levels, "COST": _abroad(["code"]), "COST_TOTAL": _abroad(["code"]),
    "BUDGET": _abroad([5.0], ["code"]), "RULE_OF_THUMB": _standings, "PAYBACK": _earning,
    "ANCHOR": _anchors, "KPI_RATING": _figures("higher", "lower"), "COST_RATING": _figures("yes", "no"),
    "ROADMAP": _phases, "LABEL": _words,
}  # fmt: skip
