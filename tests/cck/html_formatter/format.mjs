// Messages from standard input, one a line; Cucumber's HTML report to standard output.
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { CucumberHtmlStream } from '@cucumber/html-formatter'
import { parseEnvelope } from '@cucumber/messages'

async function* envelopes() {
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim()) yield parseEnvelope(line)
  }
}

await pipeline(Readable.from(envelopes()), new CucumberHtmlStream(), process.stdout)
