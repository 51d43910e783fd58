/** SendGrid's own fields in what is declared. */
import type { SendgridRegion } from "../../mail/providers/sendgrid-use";
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
      path: "sendgrid.username",
    },
    // One stack alone declares the settings of an account at SendGrid.
    fields: ({ sendgridUsername: username = "" }, others) => ({
      sendgrid: { username, ownsSettings: !others.some(({ sendgrid }) => sendgrid?.username === username) },
    }),
  },
  options: {
    questions: [
      {
        key: "sendgridSubuser",
        flag: "--sendgrid-subuser <name>",
        text: "SendGrid subuser that sends",
        help: "Left out: the account itself sends.",
        example: "own-subuser",
        path: "sendgrid.subuser",
      },
      {
        key: "sendgridRegion",
        flag: "--sendgrid-region <region>",
        text: "SendGrid region: global or eu",
        help: "eu needs a subuser that was made in the EU. Left out: global.",
        example: "global",
        path: "sendgrid.region",
      },
    ],
    fields: ({ sendgridSubuser: subuser, sendgridRegion: region }) =>
      subuser === undefined && region === undefined
        ? {}
        : {
            sendgrid: {
              ...(region === undefined ? {} : { region: region as SendgridRegion }),
              ...(subuser === undefined ? {} : { subuser }),
            },
          },
  },
};
