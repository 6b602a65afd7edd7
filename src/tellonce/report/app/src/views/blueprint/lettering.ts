// Text that is drawn, broken into lines as wide as the reader's own letters are.

/** The letters of `.bp` in html/css/blueprint.css. */
const FAMILY = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif';

let pen: CanvasRenderingContext2D | null | undefined;

function wide(text: string, size: number, weight: number): number {
  pen ??= document.createElement("canvas").getContext("2d");
  if (!pen) return text.length * size * 0.7;
  pen.font = `${weight} ${size}px ${FAMILY}`;
  return pen.measureText(text).width;
}

/** `text` on at most `most` lines of this room; the last ends with an ellipsis where something had to go. */
export function wrap(text: string, room: number, most: number, size: number, weight = 400): string[] {
  const fits = (line: string) => wide(line, size, weight) <= room;
  const lines: string[] = [];
  const words = text.split(/\s+/).filter(Boolean);
  while (words.length && lines.length < most) {
    let line = words.shift()!;
    if (!fits(line)) {
      const letters = [...line];
      let kept = letters.length;
      while (kept > 1 && !fits(letters.slice(0, kept).join(""))) kept--;
      line = letters.slice(0, kept).join("");
      words.unshift(letters.slice(kept).join(""));
    } else while (words.length && fits(`${line} ${words[0]}`)) line = `${line} ${words.shift()}`;
    lines.push(line);
  }
  if (words.length && lines.length) {
    const letters = [...lines.pop()!];
    while (letters.length && !fits(`${letters.join("").trimEnd()}…`)) letters.pop();
    lines.push(`${letters.join("").trimEnd()}…`);
  }
  return lines;
}
