/**
 * The Markdown of a text widget: headings, paragraphs, lists, **strong**, *emphasis*, `code` and links to https. Everything else stays as it was
 * written. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/add_remove_text_dashboard.html
 */
import { type Html, html } from "../html";

export function markdownHtml(text: string): Html {
  const blocks: Html[] = [];
  let items: Html[] = [];
  let words: string[] = [];
  const end = (): void => {
    if (words.length > 0) blocks.push(html`<p>${inline(words.join(" "))}</p>`);
    if (items.length > 0) blocks.push(html`<ul>${items}</ul>`);
    [words, items] = [[], []];
  };
  for (const line of text.split(/\r?\n/)) {
    const [, marks, heading = ""] = /^(#{1,6})\s+(.*)$/.exec(line) ?? [];
    const [, item] = /^\s*[-*]\s+(.*)$/.exec(line) ?? [];
    if (marks !== undefined) {
      end();
      blocks.push(html`<p class="heading">${inline(heading)}</p>`);
    } else if (item !== undefined) {
      if (words.length > 0) end();
      items.push(html`<li>${inline(item)}</li>`);
    } else if (line.trim() === "") {
      end();
    } else {
      if (items.length > 0) end();
      words.push(line.trim());
    }
  }
  end();
  return html`${blocks}`;
}

const marked = /`([^`]+)`|\*\*([^*]+)\*\*|\*([^*\s][^*]*)\*|(?<!!)\[([^\]]+)\]\((https:\/\/[^\s)]+)\)/g;

/** Without marks inside marks. */
function inline(text: string): Html {
  const parts: Html[] = [];
  let done = 0;
  for (const match of text.matchAll(marked)) {
    const [whole, code, strong, emphasis, link, url] = match;
    parts.push(html`${text.slice(done, match.index)}`);
    done = match.index + whole.length;
    if (code !== undefined) parts.push(html`<code>${code}</code>`);
    else if (strong !== undefined) parts.push(html`<strong>${strong}</strong>`);
    else if (emphasis !== undefined) parts.push(html`<em>${emphasis}</em>`);
    else parts.push(html`<a href="${url}" rel="noreferrer">${link}</a>`);
  }
  return html`${parts}${text.slice(done)}`;
}
