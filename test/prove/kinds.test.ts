/** What `npm run prove -- kinds` rehearses can be declared; a rehearsal of one of them is test/rehearsal/rehearsal.process.test.ts. */
import { checkEnvironment } from "../../declaration/check";
import { kinds } from "../../scripts/prove/kinds";

test.each(Object.entries(kinds()))("%s: is an environment", (_, value) => {
  // As the file that is written of it says it.
  expect(checkEnvironment("environments/staging.ts", JSON.parse(JSON.stringify(value)))).toHaveProperty("environment");
});
