function logSumExp(row: number[]): number {
  const top = Math.max(...row);
  return top + Math.log(row.reduce((sum, v) => sum + Math.exp(v - top), 0));
}

export const stable = {
  logSumExp,
  softmax: (row: number[]) => row.map((v) => Math.exp(v - logSumExp(row))),
};
