"""Fragments of native formulas, in functions of Excel 2013, without array entry.

Cells are A1 references or defined names. What is null is shown as "", so every fragment passes ""
on. Numbers, codes and texts of the template stand on the lists sheet and are spoken of by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def blank(cell: str) -> str:
    """Return a test that a cell looks empty: spaces and line feeds say nothing."""
    return f'{_seen(cell)}=""'


def filled(cell: str) -> str:
    """Return a test that a cell holds something; as `blank`, it is an error where the cell is one."""
    return f'{_seen(cell)}<>""'


def _seen(cell: str) -> str:
    """Return what is left of a cell without the spaces that a keyboard or a web page gives."""
    for space in ("wide_space", "hard_space", "zero_space"):
        cell = f'SUBSTITUTE({cell},pg_list_{space},"")'
    return f"TRIM(CLEAN({cell}))"


def is_filled(cell: str) -> str:
    """Return 1 for a text that says something, 0 for none and for an error."""
    return f"=IFERROR(IF({blank(cell)},0,1),0)"


def unsaid(cell: str) -> str:
    """Return 0 for a text that says something, 1 for none and for an error."""
    return f"IFERROR(IF({blank(cell)},1,0),1)"


def sentence(text: str, **values: str) -> str:
    """Return a text with the values of cells in the place of its placeholders."""
    for name, cell in values.items():
        text = f'SUBSTITUTE({text},"{{{name}}}",{cell})'
    return text


def decode(cell: str, vocabulary: str) -> str:
    """Return the code of a label; "" when blank or unknown.

    EXACT compares whole texts without wildcards, which MATCH would honour; position 0 is "blank".
    """
    words = f"pg_list_{vocabulary}"
    return f'=IFERROR(INDEX({words}_code,1+SUMPRODUCT(EXACT({cell},{words}_label)*{words}_position))&"","")'


def encode(code: str, vocabulary: str) -> str:
    """Return the label of a code; "" when there is none."""
    words = f"pg_list_{vocabulary}"
    return f'=IFERROR(INDEX({words}_label,MATCH({code},{words}_code,0)),"")'


def label_of(code: str, vocabulary: str) -> str:
    """Return the label of a code that is always one of its list."""
    words = f"pg_list_{vocabulary}"
    return f"=INDEX({words}_label,MATCH({code},{words}_code,0))"


def member(cell: str, numbers: str) -> str:
    """Return a number that is in a list of numbers, else ""; MATCH would take a blank for 0."""
    return f'=IF(ISNUMBER({cell}),IFERROR(INDEX({numbers},MATCH({cell},{numbers},0)),""),"")'


def number(cell: str, otherwise: str = '""') -> str:
    """Return a number that is not negative, else ""."""
    return f"=IF(ISNUMBER({cell}),IF({cell}>=0,{cell},{otherwise}),{otherwise})"


def share(cell: str, whole: str) -> str:
    """Return a number of parts from 0 to the whole as a share of it, else 0."""
    return f"=IF(ISNUMBER({cell}),IF(AND({cell}>=0,{cell}<={whole}),{cell}/{whole},0),0)"


def positive(cell: str, most: str = "") -> str:
    """Return a number above 0 (and up to `most`), else ""."""
    bound = f'IF({cell}<={most},{cell},"")' if most else cell
    return f'=IF(ISNUMBER({cell}),IF({cell}>0,{bound},""),"")'


def whole(cell: str, least: str, most: str = "") -> str:
    """Return a whole number from a bound on (and up to `most`), else ""."""
    bound = f'IF({cell}<={most},{cell},"")' if most else cell
    return f'=IF(ISNUMBER({cell}),IF({cell}=INT({cell}),IF({cell}>={least},{bound},""),""),"")'


def whole_or_0(cell: str) -> str:
    """Return a whole number that is not negative, else 0."""
    return f"=IF(ISNUMBER({cell}),IF({cell}=INT({cell}),MAX({cell},0),0),0)"


def day(cell: str) -> str:
    """Return the serial of a date from March 1900 on (before, spreadsheets disagree), else ""."""
    return (
        f"=IF(ISNUMBER({cell}),IF({cell}>=pg_list_first_date,"
        f'IF({cell}<pg_list_end_of_dates,INT({cell}),""),""),"")'
    )


def when_known(cells: Iterable[str], value: str) -> str:
    """Return a value that is "" as soon as one of the cells it needs is."""
    tests = [f'{cell}=""' for cell in cells]
    unknown = f"OR({','.join(tests)})" if len(tests) > 1 else tests[0]
    return f'=IF({unknown},"",{value})'


def total(cells: Sequence[str]) -> str:
    """Return a sum that is "" as soon as one of its parts is; 0 without parts."""
    if not cells:
        return "=0"
    return when_known(cells, f"SUM({','.join(cells)})")


def ratio(amount: str, base: str) -> str:
    """Return amount / base; "" when either is not known or the base is 0."""
    return when_known((amount, base), f'IF({base}=0,"",{amount}/{base})')


def standing(low: str, high: str, band_low: str, band_high: str) -> str:
    """Return the code of where a range lies against a band; both ends of each are known or neither."""
    return when_known(
        (low, band_low),
        f"IF(AND({low}>={band_low},{high}<={band_high}),pg_code_standing_within,"
        f"IF({high}<{band_low},pg_code_standing_below,"
        f"IF({low}>{band_high},pg_code_standing_above,pg_code_standing_overlaps)))",
    )


def place(amount: str, band_low: str, band_high: str) -> str:
    """Return the code of where a single amount lies against a band."""
    return when_known(
        (amount, band_low),
        f"IF({amount}<{band_low},pg_code_standing_below,"
        f"IF({amount}>{band_high},pg_code_standing_above,pg_code_standing_within))",
    )
