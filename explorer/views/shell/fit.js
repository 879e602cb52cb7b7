// Fuzzy search of the command palette.

// How well a query fits a text. Each of its terms has to match at the beginnings of words ("comp 07", or "c07", for
// "Compute 07"), or else inside a word ("link" in "NVLink"). Returns {score, at: indices of the letters} or null.
export function fit(query, words) {
  const text = words.toLowerCase(), at = new Set();
  const begins = Array.from(text, (_, i) => i).filter(i => i === 0 || /[\s:,.(/-]/.test(text[i - 1]));
  let score = 0;
  for (const term of query.toLowerCase().split(/\s+/).filter(Boolean)) {
    const inside = text.indexOf(term);
    const found = at_beginnings(term, text, begins, 0) || (inside < 0 ? null : [...term].map((_, k) => inside + k));
    if (!found) return null;
    found.forEach((i, k) => { at.add(i); score += begins.includes(i) ? 8 : found[k - 1] === i - 1 ? 6 : 0; });
  }
  const first = at.size ? Math.min(...at) : 0;
  return {score: score - words.length * 0.05 - first * 0.1, at: [...at]};
}

// Indices of a term's letters, if each begins a word or follows the letter before it; tries the longest runs first.
// `vain` has the combinations that failed: without it "aaaab" would take minutes in "a a a a a a a a a a a a".
function at_beginnings(term, text, begins, from, vain = new Set()) {
  if (!term) return [];
  const here = `${term.length} ${from}`;
  if (vain.has(here)) return null;
  for (const start of begins) {
    if (start < from || text[start] !== term[0]) continue;
    let run = 1;
    while (run < term.length && text[start + run] === term[run]) run++;
    for (; run > 0; run--) {
      const rest = at_beginnings(term.slice(run), text, begins, start + run, vain);
      if (rest) return [...term.slice(0, run)].map((_, k) => start + k).concat(rest);
    }
  }
  vain.add(here);
  return null;
}
