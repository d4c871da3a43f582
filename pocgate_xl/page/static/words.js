// The texts of the page in the chosen language.
let settings;
let language;

export async function loadWords() {
  settings = await (await fetch("settings.json")).json();
  const wanted = navigator.languages.map((tag) => tag.toLowerCase().split("-")[0]);
  speak(wanted.find((tag) => tag in settings.texts) ?? settings.language);
  return settings;
}

export const spoken = () => language;

export function speak(tag) {
  language = tag;
  document.documentElement.lang = tag;
  for (const element of document.querySelectorAll("[data-text]")) {
    if (!element.lang) element.textContent = word(element.dataset.text, JSON.parse(element.dataset.values ?? "{}"));
  }
}

export function word(key, values = {}, tag = language) {
  const text = (settings.texts[tag] ?? settings.texts[language])[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

/** Let an element say a text: in a language of its own, or in whatever is chosen from now on. */
export function saying(element, key, values = {}, tag = "") {
  element.dataset.text = key;
  element.dataset.values = JSON.stringify(values);
  if (tag) element.lang = tag;
  element.textContent = word(key, values, tag || language);
  return element;
}
