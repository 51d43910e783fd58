/** https://www.twilio.com/docs/sendgrid/api-reference/subusers-api: reading them; an administrator makes them, with an IP address each. */
import type { SendgridState } from "../state";
import type { AddRoute } from "./add-route";

export function subuserRoutes(add: AddRoute): void {
  add("GET", "/subusers", "subusers.read", (context, { user }) => {
    const { username, region = "all", include_region } = context.req.query();
    const found = [...user.subusers.values()]
      .filter((subuser) => username === undefined || subuser.username === username)
      .filter((subuser) => region === "all" || subuser.region === region);
    return context.json(found.map((subuser) => subuserAnswer(subuser, include_region === "true")));
  });
}

const subuserAnswer = ({ userId, username, disabled, region }: SendgridState, withRegion: boolean): object => ({
  id: userId,
  username,
  email: `${username}@sandbox.example`,
  disabled,
  ...(withRegion ? { region } : {}),
});
