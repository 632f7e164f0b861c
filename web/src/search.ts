// Places in increasing numbers.

// The first entry that is greater.
export function upper(values: ArrayLike<number>, wanted: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] <= wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

// The entry that is nearest; -1 of none.
export function nearest(values: ArrayLike<number>, wanted: number): number {
  const after = upper(values, wanted);
  if (after === 0) return values.length > 0 ? 0 : -1;
  if (after === values.length) return after - 1;
  return wanted - values[after - 1] <= values[after] - wanted ? after - 1 : after;
}
