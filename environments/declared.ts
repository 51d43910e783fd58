/** The environments of this repository, one file each: names of files without ".ts", which are the environments' names too. */
import { dev } from "./dev";
import { prod } from "./prod";
import { staging } from "./staging";

export const declared: Record<string, unknown> = { dev, staging, prod };
