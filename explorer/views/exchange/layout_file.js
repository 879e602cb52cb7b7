// Reads layout files and NetBox files that the user chooses or drops.

import {html} from "../kit/draw.js";

const BIGGEST_BYTES = 5 * 1024 * 1024;

// A hidden file input; calls `take(file)` for each chosen file.
export function file_field(take) {
  const field = html("input");
  Object.assign(field, {type: "file", accept: ".yaml,.yml,.csv", multiple: true, hidden: true});
  field.setAttribute("aria-label", "Layout file");
  field.addEventListener("change", () => {
    const files = [...field.files];
    field.value = "";
    files.forEach(take);
  });
  return field;
}

// Returns the text of a file as {name, text}, or {problem}, one sentence for the user.
export async function layout_file(file) {
  if (!/\.(ya?ml|csv)$/i.test(file.name)) return {problem: `${file.name} is no layout file: names of layout files end in .yaml, those of NetBox tables in .csv`};
  if (file.size > BIGGEST_BYTES) return {problem: `${file.name} has ${(file.size / 1048576).toFixed(1)} MB; a layout file has at most 5 MB`};
  try {
    return {name: file.name, text: new TextDecoder("utf-8", {fatal: true}).decode(await file.arrayBuffer())};
  } catch {
    return {problem: `${file.name} is not UTF-8 text`};
  }
}
