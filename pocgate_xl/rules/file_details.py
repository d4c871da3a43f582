"""What a file's problem says of it, in the language of a report."""

from __future__ import annotations

import re
from functools import cache

from ..core.catalog import Catalog

DETAILS: tuple[tuple[str, str], ...] = (
    ("more_seconds", "more than {seconds} s"),
    ("out_of_memory", "out of memory"),
    ("exit_status", "exit status {code}"),
    ("zero_bytes", "0 bytes"),
    ("more_bytes", "more than {most} bytes"),
    ("too_many_bytes", "{found} bytes, at most {most}"),
    ("too_many_members", "{found} members, at most {most}"),
    ("too_many_sheets", "{found} sheets, at most {most}"),
    ("part_unpacks", "{part} unpacks to more than {most} bytes"),
    ("unpacks", "unpacks to more than {most} bytes"),
    ("ratio", "{part} is packed more than {most} to 1"),
    ("too_many_tags", "{part} holds more than {most} tags"),
    ("long_tag", "a single tag of {part} is too long"),
    ("depth", "{part} nests deeper than {most} elements"),
    ("attributes", "an element of {part} has more than {most} attributes"),
    ("entries", "{part} lists more than {most} entries"),
    ("strings", "more than {most} shared strings"),
    ("merges", "{part} merges more than {most} areas"),
    ("cells", "more than {most} cells"),
    ("formula_length", "shared formulas are too long when written out"),
    ("two_parts_named", "{part} names two parts"),
    ("missing_part", "{link} refers to a missing part {part}"),
    ("two_types", "two content types for {part}"),
    ("twice_id", "{part} uses the id {id} twice"),
    ("no_block", "no single block of cells in UTF-8"),
    ("directory_broken", "the archive's directory is broken"),
    ("directory_longer", "the archive's directory is longer than it says"),
    ("directory_elsewhere", "the archive's directory is not where it should be"),
    ("member_name_invalid", "a member's name is not valid text"),
    ("member_encrypted", "{part} is encrypted in the archive"),
    ("unknown_feature", "{part} uses an unknown archive feature"),
    ("compression", "{part} uses compression method {method}"),
    ("sizes_missing", "64-bit sizes are missing"),
    ("two_sizes", "{part} is stored with two sizes"),
    ("twice_named", "two members are named {part}"),
    ("often_named", "{count} files in it are named {part}"),
    ("member_name", "member name {part}"),
    ("folder_content", "folder {part} has content"),
    ("unused_bytes", "members of the archive leave bytes unused"),
    ("overlap", "members of the archive overlap"),
    ("not_meeting", "members of the archive do not meet its directory"),
    ("contradicts_part", "the archive contradicts itself about {part}"),
    ("sizes_after", "sizes after {part} do not agree"),
    ("end_contradicts", "the end of the archive contradicts itself"),
    ("end_contradicts_64", "the archive's 64-bit end contradicts itself"),
    ("end_twice", "the archive ends twice"),
    ("end_in_comment", "an end of the archive within its comment"),
    ("bytes_after", "bytes after the end of the archive"),
    ("bytes_before", "bytes before the archive"),
    ("end_missing", "the end of the archive is missing"),
    ("unpacks_wrongly", "{part} does not unpack as announced"),
    ("pdf", "a PDF document"),
    ("rtf", "a rich text document"),
    ("flat_open_document", "a flat OpenDocument file"),
    ("xml_spreadsheet", "an XML spreadsheet of Excel 2003"),
    ("word_xml", "a Word document as XML"),
    ("macos_location", "a web location of macOS"),
    ("html", "a web page"),
    ("xml", "an XML document"),
    ("odp", "an OpenDocument presentation"),
    ("odt", "an OpenDocument text"),
    ("od_other", "an OpenDocument file of another kind"),
    ("od_file", "an OpenDocument file"),
    ("lfs_pointer", "a pointer of Git LFS"),
    ("internet_shortcut", "an internet shortcut"),
    ("linux_shortcut", "a shortcut of a Linux desktop"),
    ("google_drive", "a link to Google Drive"),
    ("email", "an e-mail"),
    ("json", "JSON text"),
    ("csv", "separated values"),
    ("plain_text", "plain text"),
    ("zeros", "nothing but zero bytes"),
    ("unknown_kind", "an unknown kind of file"),
    ("doctype", "{part} declares a document type"),
    ("hidden_encoding", "{part} is written in an encoding that hides what it declares"),
    ("half_characters", "{part} holds halves of characters"),
    ("encoding", "XML in the encoding {encoding}"),
    ("not_well_formed", "{part} is not well-formed XML (line {line}, column {column})"),
    ("not_well_formed_somewhere", "{part} is not well-formed XML ({where})"),
    ("shared_strings", "{part} is not a table of shared strings"),
    ("markup_in_text", "{part} has markup within a text"),
    ("worksheet", "{part} is not a worksheet"),
    ("beyond_last", "{part} goes beyond the last row or column"),
    ("sheet_part", "the sheet {sheet} has no part"),
    ("sheet_kind", "the sheet {sheet} is of no known kind"),
    ("sheet_title", "the workbook lists a sheet without a title"),
    ("sheet_two_parts", "the workbook lists a sheet with two parts"),
    ("excel_4", "a workbook of Excel 4 or before"),
    ("excel_97", "a workbook of Excel 97-2003"),
    ("excel_5", "a workbook of Excel 5 or 95"),
    ("archive", "a compressed archive"),
    ("image", "an image"),
    ("shortcut", "a shortcut"),
    ("empty_archive", "an empty archive"),
    ("label", "encrypted by a sensitivity label or rights management"),
    ("password", "password-protected"),
    ("old_office", "an old Office file without a workbook"),
    ("word", "a Word document"),
    ("powerpoint", "a PowerPoint presentation"),
    ("visio", "a Visio drawing"),
    ("outlook", "a message of Outlook"),
    ("xlsb", "a binary workbook (.xlsb)"),
    ("ods", "an OpenDocument spreadsheet (.ods)"),
    ("content_types", "the list of content types is missing"),
    ("archive_with_workbooks", "an archive with workbooks inside"),
    ("archive_without", "an archive without a workbook"),
    ("keynote", "an Apple Keynote presentation"),
    ("pages", "an Apple Pages document"),
    ("numbers", "an Apple Numbers document"),
    ("iwork", "an Apple iWork document"),
    ("office_without", "an Office package without a workbook"),
    ("main_parts", "{count} main parts instead of one"),
    ("several_of_kind", "several parts of the kind {kind}"),
    ("main_type", "the main part claims the type {type}"),
    ("not_workbook_part", "the workbook part is not a workbook"),
    ("lock", "left by Excel while a workbook is open"),
    ("folder", "a folder"),
    ("device", "a pipe, device or socket"),
    ("not_in_archive", "no such file in the archive"),
    ("no_such_file", "No such file or directory"),
    ("permission", "Permission denied"),
)
"""Id of the text under `file_detail`, and what readers of files say; first come, first served."""

_PLACE = re.compile(r"\\{(\w+)\\}")


def detail_in_words(detail: str, catalog: Catalog) -> str:
    """Return a detail in the catalog's language; one that is not known stays as it is."""
    for id_, pattern in _patterns():
        found = pattern.fullmatch(detail)
        if found and f"file_detail.{id_}" in catalog.texts:
            text = catalog.texts[f"file_detail.{id_}"]
            return text.format_map(found.groupdict())
    return detail


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    places = ((id_, _PLACE.sub(r"(?P<\1>.+)", re.escape(said))) for id_, said in DETAILS)
    return tuple((id_, re.compile(pattern, re.DOTALL)) for id_, pattern in places)
