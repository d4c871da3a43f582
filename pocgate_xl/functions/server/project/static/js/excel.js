// What the pane does in the open workbook, through Office.js alone: whoever answers the pane, this is the same.
const supports = (version) => Office.context.requirements.isSetSupported("ExcelApi", version);

export const canMark = () => supports("1.18");

export async function jump({ sheet, cell }) {
  await Excel.run(async (context) => {
    const worksheet = context.workbook.worksheets.getItem(sheet);
    worksheet.activate();
    worksheet.getRange(cell || "A1").select();
    await context.sync();
  });
}

// A note without our lines: what people wrote above, between and below them stays.
export function withoutMarks(text, pattern) {
  const kept = text.replace(new RegExp(pattern, "g"), "");
  return new RegExp(`^(?:${pattern})`).test(text) ? kept.replace(/^\n/, "") : kept;
}

// Take our lines out of all notes; return of how many cells.
export async function takeMarks(pattern) {
  return Excel.run(async (context) => {
    const notes = context.workbook.notes;
    notes.load("items/content");
    await context.sync();
    let count = 0;
    for (const note of [...notes.items]) {
      const kept = withoutMarks(note.content, pattern);
      if (kept === note.content) continue;
      if (kept) note.content = kept;
      else note.delete();
      count += 1;
    }
    await context.sync();
    return count;
  });
}

// Put a note at each cell in place of those of an earlier check; return the marks that Excel refused.
export async function putMarks(marks, pattern) {
  await takeMarks(pattern);
  const refused = [];
  for (const mark of marks) {
    try {
      await putMark(mark);
    } catch (fault) {
      console.warn(fault);
      refused.push(mark);
    }
  }
  return refused;
}

async function putMark({ sheet, cell, note }) {
  await Excel.run(async (context) => {
    const notes = context.workbook.worksheets.getItem(sheet).notes;
    const there = notes.getItemOrNullObject(cell);
    there.load("content");
    await context.sync();
    if (there.isNullObject) notes.add(cell, note);
    else there.content = `${there.content}\n${note}`;
    await context.sync();
  });
}

// Write the sheet of results in place of an earlier one; return its title, "" where Excel lets none be added.
export async function putSheet(wanted) {
  try {
    return await Excel.run((context) => writeSheet(context, wanted));
  } catch (fault) {
    console.warn(fault);
    return "";
  }
}

async function writeSheet(context, wanted) {
  const { worksheets, protection } = context.workbook;
  worksheets.load("items/name");
  protection.load("protected");
  await context.sync();
  const firsts = worksheets.items.map((sheet) => sheet.getRange("A1").load("values"));
  await context.sync();
  const earlier = worksheets.items.find((_, at) => wanted.markers.includes(firsts[at].values[0][0]));
  const locked = protection.protected && !earlier;
  if (locked) {
    protection.unprotect(); // ours has no password; one of somebody's own is refused with the next sync
    await context.sync();
  }
  try {
    const title = freeTitle(wanted.title, worksheets.items.map((sheet) => sheet.name));
    const sheet = earlier ?? worksheets.add(title);
    if (earlier) sheet.getRange().clear();
    fill(sheet, wanted);
    sheet.activate();
    await context.sync();
    return earlier ? earlier.name : title;
  } finally {
    if (locked) {
      protection.protect();
      await context.sync();
    }
  }
}

function freeTitle(title, taken) {
  const known = new Set(taken.map((name) => name.toLowerCase()));
  let number = 1;
  const named = () => (number === 1 ? title : `${title} (${number})`);
  while (known.has(named().toLowerCase())) number += 1;
  return named();
}

const POINTS_A_CHARACTER = 5.6;

function fill(sheet, { lines, widths, formats, bold }) {
  sheet.getRangeByIndexes(0, 0, lines.length, lines[0].length).values = lines;
  for (const [cell, form] of formats) sheet.getRange(cell).numberFormat = [[form]];
  widths.forEach((width, column) => {
    sheet.getRangeByIndexes(0, column, 1, 1).format.columnWidth = width * POINTS_A_CHARACTER;
  });
  for (const row of bold) sheet.getRangeByIndexes(row - 1, 0, 1, lines[0].length).format.font.bold = true;
}

// Write pieces of neighbouring cells; each begins at a row and a column, counted from 1.
export async function putPieces(pieces) {
  await Excel.run(async (context) => {
    for (const { sheet, row, column, lines } of pieces) {
      const worksheet = context.workbook.worksheets.getItem(sheet);
      worksheet.getRangeByIndexes(row - 1, column - 1, lines.length, lines[0].length).values = lines;
    }
    await context.sync();
  });
}

export async function openWorkbook(content) {
  await Excel.createWorkbook(content);
}

// Call back a while after the last change of the workbook, or once somebody comes back to it.
export async function follow(changed, milliseconds = 1500) {
  let timer = 0;
  const later = async (event) => {
    if (event?.triggerSource === "ThisLocalAddin") return; // what we wrote ourselves
    clearTimeout(timer);
    timer = setTimeout(changed, milliseconds);
  };
  if (!supports("1.9")) return;
  await Excel.run(async (context) => {
    context.workbook.worksheets.onChanged.add(later);
    if (supports("1.13")) context.workbook.onActivated.add(later);
    await context.sync();
  });
}
