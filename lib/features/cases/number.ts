import { z } from "zod";

/** Whole numbers from 10001 on, as far as PostgreSQL's integer goes. */
export const caseNumber = z.coerce.number().int().min(10_001).max(2_147_483_647);

const WRITTEN = /^[1-9]\d{4,8}$/;

/** Whether the part of an address can be a case's number: anything else is refused before the database is asked. */
export const isCaseNumber = (text: string): boolean => WRITTEN.test(text);
