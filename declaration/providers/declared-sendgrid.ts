/** SendGrid's own fields in what is declared. */
import type { DeclaredProvider } from "./declared-provider";

export const declaredSendgrid: DeclaredProvider = {
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
