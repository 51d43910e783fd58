/** SendGrid's own fields in what is declared. */
import type { DeclaredProvider } from "./declared-provider";
import { brokenSendgridRelations } from "./sendgrid";

export const declaredSendgrid: DeclaredProvider = {
  broken: brokenSendgridRelations,
  accountWide: "settings of a whole SendGrid account are declared in environments/accounts.ts and set by the account's stack",
  ownsSettings: ({ sendgrid }) => sendgrid?.ownsSettings === true,
  newAccount: {
    question: {
      key: "sendgridUsername",
      flag: "--sendgrid-username <name>",
      text: "user name of the SendGrid account (Settings, Account Details)",
      path: "sendgrid.username",
    },
    fields: ({ sendgridUsername: username = "" }) => ({ sendgrid: { username, ownsSettings: true } }),
  },
};
