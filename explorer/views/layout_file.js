// Layout files that a person chooses or drops.

const BIGGEST_BYTES = 5 * 1024 * 1024;

// A field for one layout file, hidden; `take(file)` is called with what is chosen.
function file_field(take) {
  const field = html("input");
  Object.assign(field, {type: "file", accept: ".yaml,.yml", hidden: true});
  field.setAttribute("aria-label", "Layout file");
  field.addEventListener("change", () => {
    const [file] = field.files;
    field.value = "";
    if (file) take(file);
  });
  return field;
}

// The text of a layout file as {name, text}, or {problem} in one sentence.
async function layout_file(file) {
  if (!/\.ya?ml$/i.test(file.name)) return {problem: `${file.name} is no layout file: those end in .yaml, as a download from here does`};
  if (file.size > BIGGEST_BYTES) return {problem: `${file.name} has ${(file.size / 1048576).toFixed(1)} MB; a layout file has at most 5 MB`};
  try {
    return {name: file.name, text: new TextDecoder("utf-8", {fatal: true}).decode(await file.arrayBuffer())};
  } catch {
    return {problem: `${file.name} is not UTF-8 text`};
  }
}
