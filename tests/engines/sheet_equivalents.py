"""Mutants that no submission can tell from the formula, and why: sheet by sheet, but for the costs."""

from __future__ import annotations

from tests.engines import sheet_mutants
from tests.engines.excuse import Equivalent

CAUSES = (
    Equivalent("causes!L.*", r"^=IF\(ISNUMBER\(D\d+\),0,«1 → 2»\)$", "it is asked only whether there is any"),
    Equivalent(
        "causes!.*",
        r"\$([A-Z]+)\$(\d+):\1\2«\* → /»\(",
        "the first evidence is always equal to itself",
    ),
    Equivalent(
        "causes!.*",
        r"^=IF\(M\d+«> → >=»0",
        "where it is not exposed, three others always come before it",
        sheet_mutants.comes_after_three,
    ),
    Equivalent(
        "causes!.*",
        r"\*\(«(\$M\$\d+:\$?M\$?\d+) → \$M\$\d+:\$?N\$?\d+»[>=]",
        "what the range has more is empty wherever there is evidence of the cause",
        sheet_mutants.nothing_beside_evidence,
    ),
    Equivalent(
        "causes!.*",
        r"SUMPRODUCT\(«(\$[A-Z]+\$\d+):\$[A-Z]+\$(\d+) → \1:\$[A-Z]+\$\2»\*\(\S+?>M\d+\)\)\+",
        "no evidence of the cause beside it is stronger than an open item or a question answered no",
        sheet_mutants.is_never_outdone,
    ),
    Equivalent(
        "causes!.*",
        r"INDEX\((«.* → .*»,MATCH\(COLUMNS\(\S+?\)|\$B\S+,MATCH\(COLUMNS\(\S+?\),«.* → .*»)",
        "of two pieces of evidence, the one listed last always comes first: it is a question answered no",
        sheet_mutants.drops_what_comes_first,
    ),
    Equivalent(
        "causes!.*",
        r"INDEX\((«\$|\$B\S+,MATCH\(COLUMNS\((«|\S+?\),«\$))",
        "of two pieces of evidence, none is the third or fourth",
        sheet_mutants.third_of_two,
    ),
    Equivalent(
        "causes!.*",
        r"«= → <>»M\d+\)\),\"\"\)$",
        "of two pieces of evidence, either counts the one that is a question answered no, or the other",
        sheet_mutants.strongest_of_two,
    ),
    Equivalent(
        "dashboard!K.*",
        "_exposure,«pg_list_compared_digits → pg_list_criteria»",
        "a share of a few pieces of evidence is a half of a percent exactly or not nearly",
    ),
    Equivalent(
        "dashboard!K.*",
        r"pg_list_hundred,«0 → 1»",
        "five pieces of evidence, each exposed by quarters, make whole percents",
        sheet_mutants.evidence_is_five,
    ),
    Equivalent(
        "dashboard!K.*",
        r'IF\((«pg_out_cause_(\w+)_exposure → pg_out_cause_\w+»=""'
        r'|pg_out_cause_\w+_exposure=("",)?«"" → "x"»)',
        "where no question decides, an exposure is known once the level is",
        sheet_mutants.no_question_decides,
    ),
    Equivalent(
        "dashboard!K.*",
        r"^=IF\(\w+=pg_code_level_unknown,.*«pg_list_level_(label|code) → '\w+'!\$[A-Z]+\$2:\$[A-Z]+\$5»",
        "unknown, which stands last, is never looked up",
    ),
)

MUST_MEETS = (
    Equivalent(
        r"pg_calc_answer_\w+",
        r'^=IFERROR\(INDEX\(pg_list_answer_code.*,«"" → "x"»\)$',
        "it is asked only whether the answer is yes or no",
    ),
    Equivalent(
        "pg_calc_questions_blank",
        r"^=pg_list_knock_out«- → \+»pg_calc_knocked_out-",
        "where a question is answered no, blanks are asked for no more",
    ),
)

ROADMAP = (
    Equivalent(
        "roadmap!.*",
        r'^=IF\((pg_calc_start_date|\$I\$7)=«"" → "x"»,"",(IF\(COUNT\(.*\)=ROWS\(.*\),)?'
        r"IFERROR\(EDATE\((pg_calc_start_date|\$I\$[37]),",
        "what is counted from a text is an error, which shows as nothing",
    ),
    Equivalent(
        "roadmap!.*",
        r"-DAY\(\$F\d+\)«< → <=»",
        "the last day of a month is never the first of one",
    ),
)

SCORECARD = (
    Equivalent(
        r"scorecard!D\d+",
        r'^=IF\(pg_calc_unrated="",INDEX\(.*«pg_list_verdict_(label|code) → \'\w+\'!\$[A-Z]+\$2:\$[A-Z]+\$5»',
        "incomplete, which stands last, is never looked up once everything is rated",
    ),
    Equivalent(
        "scorecard!M.*",
        r'^=IF\(pg_calc_level="",«"" → "x"»',
        "the place in the order takes every text for 0",
    ),
    Equivalent(
        "pg_calc_points_left",
        r'^=IF\(pg_calc_level="",«"" → "x"»',
        "points that are left are asked for only where a level is",
    ),
    Equivalent(
        r"pg_calc_next_total|dashboard!O\d+",
        r"COUNTIF\(«pg_list_band_decision → '\w+'!\$[A-Z]+\$3:\$[A-Z]+\$4»",
        "the highest band always leads on",
    ),
    Equivalent(
        "pg_calc_next_total",
        r"MATCH\(pg_code_decision_go,pg_list_band_decision,«0 → 1»\)",
        "the highest band stands last, where such a search ends",
    ),
    Equivalent(
        "pg_calc_points_missing",
        r"-«pg_out_total → pg_out_total_max»",
        "once everything is rated, the total is the least and the most there can be",
    ),
    Equivalent(
        r"pg_calc_option_\w+",
        r"^=IFERROR\(INDEX\((«pg_list_answer_code → '\w+'!\$[A-Z]+\$2:\$[A-Z]+\$3»"
        r'|pg_list_answer_code.*,«"" → "x"»\)$)',
        "it is asked only whether the answer is yes",
    ),
    Equivalent(
        r"pg_calc_reached\[1\]",
        r"AND\([A-Z]+\d+<=«pg_out_total_max → pg_out_total(_min)?»,",
        "the lowest band starts at 0, and no total is below",
    ),
    Equivalent(
        r"pg_calc_reached\[1\]",
        r"«<= → <»pg_out_total_max",
        "where some rating is open, the most there can be is above 0",
    ),
    Equivalent(
        r"pg_calc_reached\[3\]",
        r",(«[A-Z]+(\d+) → [A-Z]+\2»>="
        r"|[A-Z]+\d+(«>= → >»pg_out_total_min|>=«pg_out_total_min → pg_out_total_max»))",
        "the highest band ends with the highest total of all",
    ),
)

START = (
    Equivalent(
        "start!E.*",
        r"^=REPT\(pg_list_bar,INT\(MIN\([A-Z]+\d+,«",
        "no more is filled in than is asked for, and the other cell asks for no less, or holds a text",
        sheet_mutants.asks_for_no_less,
    ),
    Equivalent(
        "start!E.*",
        r"MIN\(\(ROWS\((\w+)\)-SUM\(\1\)\),ROWS\(«\1 → ",
        "no more is given than is needed, and the range has no fewer rows",
        lambda mutant, places: not mutant.removed,
    ),
    Equivalent(
        "start![EH].*",
        r"(pg_list_bar_length«/ → \*»([A-Z]+\d+)\)"
        r"|pg_text_filled,IF\([A-Z]+\d+(«> → <»0|>«0 → 1»|>0,«pg_text_begun ))",
        "of one row, none is begun and not filled, and times 1 is divided by 1",
        sheet_mutants.asks_for_one,
    ),
    Equivalent(
        "start!.*",
        r"IF\(pg_check_start(«> → <»0|>«0 → 1»),pg_calc_fault_link_start,pg_calc_fault_link\)",
        "what is wrong first on the first sheet is wrong first of all",
    ),
)

LISTS = (
    Equivalent(
        r"pg_calc_asked_missing.*",
        r"^=IFERROR\(IF\(IF\(ISNUMBER\(.*,FALSE\),0,1\),«1 → [02]»\)$",
        "no error is left to be caught: an error is no number",
    ),
    Equivalent(
        r"pg_calc_fault_link_\w+",
        r'^=IF\(pg_calc_first_fault_\w+=("",)?«"" → "x"»',
        "where nothing is wrong on a sheet, no link leads to it",
    ),
    Equivalent(
        "lists!CA.*",
        r'^=IF\(pg_calc_first_fault_\w+=(«"" → "x"»|"",«0 → 1»)',
        "where nothing is wrong on any sheet, links lead to what comes next",
        sheet_mutants.is_the_last_sheet,
    ),
    Equivalent(
        "pg_calc_fault_link",
        r',«"" → "x"»\)$',
        "where nothing is wrong on any sheet, links lead to what comes next",
    ),
)

DASHBOARD = (
    Equivalent(
        "pg_calc_step_changes.*",
        r"MATCH\(.*pg_list_\w+,«0 → 1»\)",
        "codes that stand in order are found in either way",
        sheet_mutants.stands_in_order,
    ),
    Equivalent(
        "dashboard![D-H].*",
        r"(«pg_calc_rating_\w+ → pg_calc_rating_\w+»>=[A-Z]\$\d+|>=[A-Z]\$\d+,1,«0 → 1»)",
        "no rating is below the lowest, and no text either",
        sheet_mutants.stands_for_the_lowest,
    ),
    Equivalent(
        "dashboard!M.*",
        r'"",INDEX\(«pg_calc_step_until → ',
        "the last step is a question, which has no date",
        sheet_mutants.drops_only_empty_cells,
    ),
    Equivalent(
        "dashboard!AC.*",
        r'^=IF\(pg_calc_rating_(\w+)="",IF\(COUNT\(«pg_calc_ratings → .*\)>0,1,0\),0\)',
        "the rating that is no more counted is blank",
        sheet_mutants.drops_its_own_rating,
    ),
    Equivalent(
        "pg_calc_step_places.*",
        r"^=IF\([A-Z]+\d+=1,SUM\(«",
        "where a rating is open, no item is counted",
        sheet_mutants.adds_an_item_only,
    ),
    Equivalent(
        "pg_calc_step_places.*",
        r"^=IF\([A-Z]+\d+=1,COUNT\(«",
        "an item that wants evidence is none to clear",
        sheet_mutants.adds_its_own_item,
    ),
    Equivalent(
        "dashboard!AC.*",
        r"^=pg_calc_to_go\*\(1«- → \+»",
        "it is asked only whether it is 1, and no place is counted after the last",
        sheet_mutants.is_the_last_step,
    ),
    Equivalent(
        "dashboard!M.*",
        r"IF\(pg_calc_open=0,SUBSTITUTE\(pg_text_items_cleared,pg_list_hole_a,"
        r"«pg_out_checklist_items → pg_out_checklist_done»\)",
        "where no item is open, as many are done as there are",
    ),
    Equivalent(
        "dashboard!P.*",
        r"^=INDEX\(.*«pg_list_verdict_(label|code) → '\w+'!\$[A-Z]+\$2:\$[A-Z]+\$5».*pg_list_verdict_code"
        r"|MATCH\(INDEX\(pg_list_band_code,[A-Z]+\d+\),"
        r"«pg_list_verdict_code → '\w+'!\$[A-Z]+\$2:\$[A-Z]+\$5»",
        "incomplete, which stands last, is the verdict of no band",
    ),
    Equivalent(
        "dashboard!O.*",
        r"^=INDEX\((pg_list_\w+,MATCH\(IF.*pg_list_band_decision.*)?"
        r"«pg_list_decision_(label|code) → '\w+'!\$[A-Z]+\$2:\$[A-Z]+\$7»",
        "incomplete, which stands last, is the decision of no band",
    ),
    Equivalent(
        "pg_calc_step_changes.*",
        r"INDEX\((«pg_list_answer_label → '\w+'!\$[A-Z]+\$2:\$[A-Z]+\$3»,MATCH\(pg_code_answer_yes"
        r"|pg_list_answer_label,MATCH\(pg_code_answer_yes,"
        r"(«pg_list_answer_code → '\w+'!\$[A-Z]+\$2:\$[A-Z]+\$3»|\w+,«0 → 1»))",
        "yes stands between what sorts before it and the last, and is found in either way",
    ),
)

SHEETS = CAUSES + MUST_MEETS + ROADMAP + SCORECARD + START + LISTS + DASHBOARD
