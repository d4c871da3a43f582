// The files that somebody chooses or drops, of folders the workbooks in them; and files that are handed out.
const WORKBOOK = /^(?!~\$|\._|\.~lock\.).*\.(xlsx|xlsm|xltx|xltm)$/i;

const named = (file, path = file.webkitRelativePath || file.name) => Object.assign(file, { called: path });

/** What an input has, which is empty again: the same file once more is a choice, too. */
export function chosen(input) {
  const files = [...input.files].filter((file) => !input.webkitdirectory || WORKBOOK.test(file.name));
  const found = files.map((file) => named(file));
  input.value = "";
  return found;
}

/** Every file that was dropped; of folders the workbooks in them. */
export async function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.some((entry) => entry.isDirectory)) return [...transfer.files].map((file) => named(file));
  return (await Promise.all(entries.map(inside))).flat();
}

async function inside(entry) {
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
    return [named(file, entry.fullPath.slice(1))];
  }
  const reader = entry.createReader();
  const found = [];
  for (let more; (more = await new Promise((resolve, reject) => reader.readEntries(resolve, reject))).length;) found.push(...more);
  const files = (await Promise.all(found.map(inside))).flat();
  return files.filter((file) => WORKBOOK.test(file.name));
}

export const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** Hand out a file as a download. */
export function download(name, content, type) {
  const url = URL.createObjectURL(new Blob([content], { type }));
  Object.assign(document.createElement("a"), { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
