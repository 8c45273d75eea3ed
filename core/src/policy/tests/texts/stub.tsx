import { PageHeader } from "~/components/page-header";

export default function PrivacyPolicyPage() {
  return (
    <div>
      <PageHeader title="Privacy Policy" />
      <div className="container">Your privacy policy content here</div>
    </div>
  );
}
