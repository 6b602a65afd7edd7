// How a place is shown.
import type { GroupKey, VerdictWords } from "../../payload";

/** What is drawn of one place. faint: a filter leaves it out. */
export interface Look {
  tone: GroupKey | "";
  says: string;
  named: string;
  verdict?: VerdictWords | undefined;
  faint?: boolean;
  knows?: boolean;
  looked?: boolean;
}
