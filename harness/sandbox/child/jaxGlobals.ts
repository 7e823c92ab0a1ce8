// What jax-js expects of a browser and Node 20 has not. It only asks what kind of device it runs on, and whether an array is
// of half precision, which then none is.

const wanted: Record<string, unknown> = {
  navigator: { userAgent: `Node.js/${process.versions.node}` },
  Float16Array: function Float16Array() {},
};

for (const [name, value] of Object.entries(wanted)) {
  if (!(name in globalThis)) Object.defineProperty(globalThis, name, { value, configurable: true });
}
