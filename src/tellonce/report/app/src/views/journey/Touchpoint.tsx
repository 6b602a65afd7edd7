import { Icon } from "../../shared/Verdict";
import { say } from "../../words";
import type { Touch } from "./stages";

/** One touchpoint of the map: how it stood, when she met it, whose it is, and where it deviates from the plan. */
export function Touchpoint({ touch }: { touch: Touch }) {
  const { verdict } = touch;
  const inside = (
    <>
      {verdict ? (
        <Icon verdict={verdict} />
      ) : (
        <svg class="i untried" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
          <circle cx="12" cy="12" r="10" />
        </svg>
      )}
      <span class="what">
        <b>{touch.called}</b>{" "}
        {touch.moment && <span class="truth">{say("word.moment_of_truth")}</span>}{" "}
        {touch.deviates.map((kind) => (
          <span class="deviates">{say(`deviates.${kind.replaceAll(" ", "_")}`)}</span>
        ))}{" "}
        <span class="touch-state">{touch.state}</span>{" "}
        {touch.owner && <span class="by">{touch.owner}</span>}
      </span>
    </>
  );
  return touch.href ? (
    <a class={`touch ${verdict?.group ?? ""}`} href={touch.href}>
      {inside}
    </a>
  ) : (
    <span class="touch none">{inside}</span>
  );
}
