/**
 * SPF names of senders that people know by another name: those of which the sandbox has records, whose sources are in sandbox/senders/. Data, and
 * their use. Pure.
 */

const known: readonly { sender: string; called: RegExp; include: string }[] = [
  { sender: "Google Workspace", called: /google|gmail|g ?suite/, include: "_spf.google.com" },
  { sender: "Microsoft 365", called: /microsoft|office|outlook|365|exchange/, include: "spf.protection.outlook.com" },
  { sender: "Zendesk", called: /zendesk/, include: "mail.zendesk.com" },
  { sender: "Mandrill", called: /mandrill|mailchimp transactional/, include: "spf.mandrillapp.com" },
  { sender: "Mailchimp", called: /mailchimp/, include: "servers.mcsv.net" },
  { sender: "Salesforce", called: /salesforce/, include: "_spf.salesforce.com" },
  { sender: "Brevo", called: /brevo|sendinblue/, include: "spf.brevo.com" },
  { sender: "Freshdesk", called: /freshdesk/, include: "email.freshdesk.com" },
  { sender: "Postmark", called: /postmark/, include: "spf.mtasv.net" },
];

const isName = (word: string): boolean => /^[\w-]+(\.[\w-]+)+\.?$/.test(word);

/** @returns what stands between commas and is no name of DNS, as it was typed. */
const otherWords = (text: string): string[] =>
  text.split(",").flatMap((part) => {
    const words = part.split(/\s+/).filter((word) => word && !isName(word));
    return words.length > 0 ? words.join(" ") : [];
  });

export const hasOnlyNames = (text: string): boolean => otherWords(text).length === 0;

/** @returns "expected …", with the names where they are known. */
export function expectedNames(text: string): string {
  const names = otherWords(text).map((words) => {
    const found = known.find(({ called }) => called.test(words.toLowerCase()));
    return found ? `${found.include} for ${found.sender}` : `for "${words}" the name that its set-up page says to include`;
  });
  return `expected ${names.join(", ")}`;
}
