export {
  type Certificate,
  type CertifiedClaim,
  type CertifiedExperiment,
  type ClaimOutcome,
  certificateSchema,
  certify,
} from './certificate';
export { type CertificateSettings, type ClaimRun, planRuns } from './plan';
export { falseAlarms, type JudgedEvidence, judgeEvidence, verdictOver } from './verdict';
