/** The invitation as a multipart message: the same words in plain text and in HTML. Brand and legal texts come with their templates. */

export interface Invitation {
  organisation: string;
  inviter: string;
  product: string;
  acceptUrl: string;
  /** Support address shown to the recipient. */
  contact: string;
}

export interface MessageContent {
  subject: string;
  text: string;
  html: string;
}

export function invitation({ organisation, inviter, product, acceptUrl, contact }: Invitation): MessageContent {
  const subject = `${inviter} invited you to ${organisation} on ${product}`;
  const text = [
    `${inviter} invited you to join ${organisation} on ${product}.`,
    "",
    "Accept the invitation:",
    acceptUrl,
    "",
    `You did not expect this? Ignore it, or write to ${contact}.`,
    "",
  ].join("\n");
  const html = [
    "<!doctype html>",
    `<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>`,
    '<body style="font-family:Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5;color:#1f2933">',
    `<p>${escapeHtml(inviter)} invited you to join <strong>${escapeHtml(organisation)}</strong> on ${escapeHtml(product)}.</p>`,
    `<p><a href="${escapeHtml(acceptUrl)}" style="display:inline-block;padding:12px 20px;background:#12467f;color:#ffffff;text-decoration:none;border-radius:4px">Accept the invitation</a></p>`,
    `<p style="color:#52606d">You did not expect this? Ignore it, or write to <a href="mailto:${escapeHtml(contact)}">${escapeHtml(contact)}</a>.</p>`,
    "</body></html>",
    "",
  ].join("\n");
  return { subject, text, html };
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Names come from users: unescaped they could put a link of their own into our mail. */
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
