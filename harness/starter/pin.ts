// The grader that a class's workflows fetch: a repository at one commit, which nobody can move.

/** Both empty where the copy in a student's own repository grades. */
export interface Pin {
  /** OWNER/REPO on GitHub. */
  repository: string;
  /** A full commit hash. */
  commit: string;
}

/** The copy in the student's own repository grades. */
export const UNPINNED: Pin = { repository: '', commit: '' };

/** GitHub's own rules for the two names, and SHA-1 or SHA-256 in full: what is shorter could be a branch. */
const PIN = /^([A-Za-z0-9][A-Za-z0-9-]{0,38}\/[\w.-]{1,100})@([0-9a-f]{40}|[0-9a-f]{64})$/;

/** Reads OWNER/REPO@SHA; null for anything else. */
export function readPin(given: string): Pin | null {
  const [, repository, commit] = PIN.exec(given) ?? [];
  return repository === undefined || commit === undefined ? null : { repository, commit };
}

/** Whether no grader is fetched. */
export function isUnpinned({ repository }: Pin): boolean {
  return repository === '';
}

/** The two lines of a workflow that name the grader. */
const PINNED_LINE = /^( *GRADER_(?:REPOSITORY|COMMIT): )'[\w./-]*'$/gm;

/** A workflow without the names of its grader: the one thing in it that differs from class to class. */
export function withoutPin(text: string): string {
  return text.replaceAll(PINNED_LINE, "$1''");
}
