/** The fields about sending providers, by provider, in what is declared. One without fields of its own is not here. */
import { captureFields } from "./capture-fields";
import { sendgridAccountFields, sendgridFields, sendgridUnenforced } from "./sendgrid-fields";
import { sesFields } from "./ses-fields";

/** Of an environment. */
export const environmentFields = { ses: sesFields, sendgrid: sendgridFields, capture: captureFields };

/** In `recipients.unenforced` of an environment: each that cannot refuse strangers. */
export const unenforcedFields = { sendgrid: sendgridUnenforced };

/** Of an AWS account: what its environments share there. */
export const accountFields = { sendgrid: sendgridAccountFields };
