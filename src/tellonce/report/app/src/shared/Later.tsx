// What has to be unpacked first.
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { say } from "../words";

/** Shows what `load` gives, once it is there. key: what it depends on. */
export function Later<T>(props: {
  of: string;
  load: () => Promise<T>;
  children: (value: T) => ComponentChildren;
}) {
  const [held, setHeld] = useState<{ of: string; value?: T; failed?: string }>();
  useEffect(() => {
    let wanted = true;
    props.load().then(
      (value) => wanted && setHeld({ of: props.of, value }),
      (error: unknown) => wanted && setHeld({ of: props.of, failed: String(error) }),
    );
    return () => {
      wanted = false;
    };
  }, [props.of]);
  if (!held || held.of !== props.of) return <p class="empty loading" role="status">{say("page.loading")}</p>;
  if (held.failed !== undefined) return <p class="trouble" role="alert">{held.failed}</p>;
  return <>{props.children(held.value as T)}</>;
}
