// Gives every script an address here, so that those which several views import are the same module in all of them.

// `scripts` are texts by name, what is imported first; `shelf` is where the views wait for them.
export function shelve(shelf, scripts) {
  const addresses = {};
  for (const [name, text] of Object.entries(scripts)) {
    const linked = text.replace(/"views:([^"]+)"/g, (_, other) => JSON.stringify(addresses[other]));
    const named = `${linked}\n//# sourceURL=rack-explorer/${name}`;
    addresses[name] = URL.createObjectURL(new Blob([named], {type: "text/javascript"}));
  }
  shelf.fill(name => import(addresses[name]));
}
