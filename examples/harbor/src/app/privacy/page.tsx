import type { Metadata } from "next";

export const metadata: Metadata = { title: "Privacy Policy | Harbor" };

export default function PrivacyPage() {
  return (
    <main className="prose mx-auto max-w-2xl px-6 py-16">
      <h1>Privacy Policy</h1>
      <p>Last updated: [Date]</p>
      <p>
        [Company Name] (“we”, “us”, “our”) operates this website. This page informs you of our policies regarding the
        collection, use and disclosure of personal data when you use our service.
      </p>
      <h2>Information we collect</h2>
      <p>
        We may collect your e-mail address, name, phone number, usage data and other information you choose to give us
        while using the service.
      </p>
      <h2>How we use your information</h2>
      <ul>
        <li>To provide and maintain our service</li>
        <li>To notify you about changes to our service</li>
        <li>To provide customer support</li>
      </ul>
      <h2>Security</h2>
      <p>We take appropriate measures to protect your data, but no method of transmission is 100% secure.</p>
      <h2>Contact us</h2>
      <p>If you have any questions, contact us at [contact@yourcompany.com].</p>
    </main>
  );
}
