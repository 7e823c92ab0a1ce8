/** What `npm run grade -- --help` prints. */
export const GRADE_HELP = `npm run grade -- [ID ...] [options]

  ID                only these exercises: 02-backward, 02 and backward all name it
  --dir DIR         the submission, a folder laid out like exercises/ (default: exercises)
  --out DIR         where reports go (default: reports/out/<name of the submission>)
  --seed N          the inputs of another result again
  --device NAME     auto, cuda, native, webgpu, wasm or cpu
  --sandbox NAME    auto, bubblewrap, permission or none
  --format LIST     html,json
  --json            print the result, and nothing else, on standard output

Exit codes: 0 all passed, 1 something did not, 2 wrong use, 3 the grader could not do its work.
`;
