// A command to copy. From a file, many browsers give no permission for the clipboard: then it is selected.
import { useRef, useState } from "preact/hooks";
import { say } from "../words";

export function Copy({ command, label }: { command: string; label: string }) {
  const text = useRef<HTMLElement>(null);
  const [said, setSaid] = useState("");
  const copy = async () => {
    const range = document.createRange();
    range.selectNodeContents(text.current!);
    const selection = getSelection()!;
    selection.removeAllRanges();
    selection.addRange(range);
    setSaid(say((await copied(command)) ? "cell.copied" : "cell.press_copy"));
  };
  return (
    <div class="copy">
      <span class="label">{label}</span>
      <code ref={text} tabIndex={0}>
        {command}
      </code>
      <button type="button" onClick={copy}>
        {say("cell.copy")}
        <span class="hidden"> {label}</span>
      </button>
      <span class="note" role="status">
        {said}
      </span>
    </div>
  );
}

async function copied(command: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(command);
    return true;
  } catch {
    try {
      return document.execCommand("copy");
    } catch {
      return false;
    }
  }
}
