export default { test: { globals: true, setupFiles: ['./02-backward.ts'] } };
