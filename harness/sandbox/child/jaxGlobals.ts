// What jax-js expects of a browser and Node 20 has not: that there is a navigator to ask what kind of device it runs on, and
// Float16Array to ask whether an array is of half precision, which then none is; and iterators with map and filter, in einsum.

const wanted: Record<string, unknown> = {
  navigator: { userAgent: `Node.js/${process.versions.node}` },
  Float16Array: function Float16Array() {},
};

for (const [name, value] of Object.entries(wanted)) {
  if (!(name in globalThis)) Object.defineProperty(globalThis, name, { value, configurable: true });
}

const lazily = {
  *map(this: Iterable<unknown>, change: (value: unknown) => unknown) {
    for (const value of this) yield change(value);
  },
  *filter(this: Iterable<unknown>, isKept: (value: unknown) => boolean) {
    for (const value of this) if (isKept(value)) yield value;
  },
};

/** What every iterator of the language inherits from; Node 22 has a name for it. */
const iterators = Object.getPrototypeOf(Object.getPrototypeOf([].values())) as object;

for (const [name, value] of Object.entries(lazily)) {
  if (!(name in iterators))
    Object.defineProperty(iterators, name, { value, configurable: true, writable: true });
}
