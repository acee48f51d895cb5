// A catalog of many services made of a small one.

/** Runs in the page before its scripts: the list that they read is the built one, over and over under other names. */
export function multiply(count) {
  const milepost = (globalThis.milepost ??= {});
  let index;
  Object.defineProperty(milepost, 'index', {
    get: () => index,
    set: (built) => {
      const length = built.name.length;
      for (const [key, column] of Object.entries(built)) {
        if (Array.isArray(column) && column.length === length) built[key] = Array.from({ length: count }, (_, row) => column[row % length]);
      }
      built.name = built.name.map((name, row) => (row < length ? name : `${name}-${Math.floor(row / length)}`));
      index = built;
    },
  });
}
