/** SendGrid's own fields in what is declared. */
import type { DeclaredProvider } from "./declared-provider";
import { brokenSendgridRelations } from "./sendgrid";

export const declaredSendgrid: DeclaredProvider = {
  broken: brokenSendgridRelations,
  accountWide: "settings of a whole SendGrid account are declared in environments/accounts.ts and set by the account's stack",
  ownsSettings: ({ sendgrid }) => sendgrid?.ownsSettings === true,
  newAccount: {
    field: "sendgrid",
    question: {
      key: "sendgridUsername",
      flag: "--sendgrid-username <name>",
      text: "user name of the SendGrid account",
      help: "In SendGrid's console: Settings, Account Details.",
      example: "own-sendgrid",
      of: "account",
      path: "sendgrid.username",
    },
    // One stack alone declares the settings of an account at SendGrid.
    fields: ({ sendgridUsername: username = "" }, others) => ({
      sendgrid: { username, ownsSettings: !others.some(({ sendgrid }) => sendgrid?.username === username) },
    }),
  },
};
