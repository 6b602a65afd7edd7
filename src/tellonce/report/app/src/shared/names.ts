// Names that blueprints and personas write as codes.
import { index } from "../run";

/** What a channel is called: blueprints may have others than those that the page has words for. */
export function channelName(channel: string): string {
  return index().words[`channel.${channel}`] ?? channel;
}

/** "de_DE" as people say it: "German (Germany)". */
export function localeName(locale: string): string {
  try {
    return new Intl.DisplayNames(index().language, { type: "language", languageDisplay: "standard" }).of(locale.replace("_", "-")) ?? locale;
  } catch {
    return locale;
  }
}

export function capitalised(text: string): string {
  return text.charAt(0).toLocaleUpperCase(index().language) + text.slice(1);
}
