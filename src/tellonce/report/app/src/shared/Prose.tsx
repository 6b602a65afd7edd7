// What a feature file says in prose: as text, in its paragraphs and lines.
import { useEffect, useState } from "preact/hooks";
import { loadMore, type Described } from "../payload";

export function Prose({ text }: { text: string | undefined }) {
  if (!text) return null;
  return (
    <div class="prose">
      {text.split("\n\n").map((paragraph) => (
        <p>{isWrapped(paragraph) ? paragraph.replaceAll("\n", " ") : paragraph}</p>
      ))}
    </div>
  );
}

const LONG = 60;

/** Lines that end only because they were full, unlike those of a list or a poem: the reader's own screen wraps them. */
function isWrapped(paragraph: string): boolean {
  return paragraph.split("\n").slice(0, -1).every((line) => line.length > LONG);
}

/** What the file of a journey says of itself; undefined where it says nothing, and until that is unpacked. */
export function useDescribed(path: string): Described | undefined {
  const [held, setHeld] = useState<Record<string, Described>>();
  useEffect(() => {
    let wanted = true;
    loadMore().then(
      (more) => wanted && setHeld(more.described),
      () => undefined, // what cannot be unpacked is told where it is needed
    );
    return () => {
      wanted = false;
    };
  }, []);
  return held?.[path];
}

export function ofRule(described: Described | undefined, rule: string): string | undefined {
  return described?.rules.find(([name]) => name === rule)?.[1];
}
