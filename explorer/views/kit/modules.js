// Gives every script an object URL in the document, so that a script imported by several views is one module.

// `scripts` maps names to texts, imported scripts before those that import them. The views wait for them at `shelf`.
export function shelve(shelf, scripts) {
  const addresses = {};
  for (const [name, text] of Object.entries(scripts)) {
    const linked = text.replace(/"views:([^"]+)"/g, (_, other) => JSON.stringify(addresses[other]));
    const named = `${linked}\n//# sourceURL=rack-explorer/${name}`;
    addresses[name] = URL.createObjectURL(new Blob([named], {type: "text/javascript"}));
  }
  shelf.fill(name => import(addresses[name]));
}
