/** What `npm run grade -- --help` prints. */
export const GRADE_HELP = `npm run grade -- [ID ...] [options]

  ID                only these exercises: 02-backward, 02 and backward all name it
  --dir DIR         the submission, a folder laid out like exercises/ (default: exercises)
  --out DIR         where reports go (default: reports/out/<name of the submission>)
  --watch           grade again on save, only what the change touches; keys: n next, h hint, l list, r run all, q quit
  --seed N          the same inputs as an earlier result, whose seed this is
  --device NAME     auto, cuda, native, webgpu, wasm or cpu
  --sandbox NAME    auto, bubblewrap, permission or none
  --format LIST     html, json, junit, gradescope, exercism, classroom, classroom50, summary (default: html,json)
  --ci              what a CI job wants: annotations, no colour, and without --format: json, html, classroom, summary,
                    and classroom50 where its variables are set
  --quick           practise 06 on a part of its data; this does not count
  --json            print the result, and nothing else, on standard output

Exit codes: 0 all passed, 1 something did not, 2 wrong use, 3 the grader could not do its work.
`;

/** What `npm run play -- --help` prints. */
export const PLAY_HELP = `npm run play -- ID [options]

  ID                03-train or 04-three-layer: your own train, on the lesson's three blobs
  --lr X            learning rate (default 0.05)
  --hidden N        width of a hidden layer (default 16)
  --steps N         steps (default 2000)
  --batch N         examples a step (default 32)
  --seed N          other blobs and other draws (default 1)
  --random-centres  blobs at centres drawn as the lesson draws them; they may overlap
  --dir DIR         the submission, a folder laid out like exercises/ (default: exercises)

The lesson's first exercise: try --lr 5, then --lr 1e-5, then --hidden 1.
To skip the He initialisation, take its factor out of your initParams.

Exit codes: 0 it trained, 1 your code did not, 2 wrong use, 3 the sandbox could not do its work.
`;

/** What `npm run grade:worker -- --help` prints. */
export const WORKER_HELP = `npm run grade:worker -- --redis URL [options]

  --redis URL       the queue: redis://:PASSWORD@HOST:6379, or rediss:// with TLS
  --jobs N          submissions graded at once (default: one a core)
  --device NAME     auto, cuda, native, webgpu, wasm or cpu
  --sandbox NAME    auto, bubblewrap, permission or none

Takes what npm run grade:batch -- DIR --redis URL puts on the queue, on any number of machines, if code and version of Node
are the same. Ctrl-C ends what is under way first; twice, it is handed back to the queue.

Exit codes: 0 stopped, 2 wrong use, 3 the grader could not do its work.
`;

/** What `npm run grade:batch -- --help` prints. */
export const BATCH_HELP = `npm run grade:batch -- DIR [options]

  DIR                      folders, zips, git checkouts, or a Moodle or Canvas export
  --out DIR                gradebook, class page and reports (default: reports/out/<name of DIR>,
                           with --shard I/N reports/out/<name of DIR>-shard-I-of-N)
  --jobs N                 submissions at a time (default: the processors there are)
  --fresh                  grade everything again; without it a batch goes on where it was
  --only LIST              only these exercises, such as 01,02-backward
  --roster FILE            who is in the class (default: DIR/roster.csv)
  --course FILE            due date, lateness, limits (default: DIR/course.yaml)
  --overrides FILE         points that you give (default: DIR/overrides.yaml)
  --moodle-worksheet FILE  Moodle's grading worksheet, to be filled (default: DIR/moodle-worksheet.csv)
  --canvas-assignment "T"  the assignment, as Canvas's header names it: "Networks (123)"
                           (default: what DIR/canvas-assignment.txt says)
  --shard I/N              only every Nth submission, from the Ith on; npm run grade:merge joins them
  --redis URL              have workers grade: npm run grade:worker -- --redis URL
  --seed N, --device NAME, --sandbox NAME: as npm run grade has them

HANDGRAD_SECRET in the environment makes the inputs of each submission unpredictable.
Exit codes: 0 everything was graded, 2 wrong use, 3 the grader could not do its work somewhere.
`;

/** What `npm run grade:merge -- --help` prints. */
export const MERGE_HELP = `npm run grade:merge -- OUT ... --out DIR

  OUT               the --out of each shard of one batch
  --out DIR         the class: gradebook, page, reports

Exit codes: 0 joined, 2 a shard is missing, unfinished or of another batch, 3 the grader had failed somewhere.
`;

/** What `npm run starter -- --help` prints. */
export const STARTER_HELP = `npm run starter -- DIR [options]
npm run starter -- [DIR] --gradescope

  DIR                      where the students' repository is made: a new or empty folder
  --grader OWNER/REPO@SHA  the grader its workflow fetches, by the full hash of a commit
                           (without it the workflow runs the copy in the repository, and says so)
  --gradescope             make the zip for Gradescope instead: DIR/autograder.zip, or DIR itself where it ends in .zip
                           (default: autograder.zip)

Exit codes: 0 made, 2 wrong use, 3 it could not be made. docs/classroom.md says what to do with it.
`;
