/** Who does something: a person, or an app's robot. */
export interface User {
  login: string;
  id: number;
  type: "User" | "Bot";
}
