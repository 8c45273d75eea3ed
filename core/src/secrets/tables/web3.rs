//! Blockchains.

use crate::secrets::Detector;
use crate::secrets::Exposure::{Critical, Secret};
use crate::secrets::pattern::Part::{Lit, Run};
use crate::secrets::pattern::Shape::Named;
use crate::secrets::pattern::{ALNUM, ANY_HEX, BASE58, BASE64, HEX, UPPER, URL_SAFE, exactly};

pub(super) static WEB3: &[Detector] = &[
    Detector {
        id: "ethereum-private-key",
        provider: "Ethereum",
        what: "private key",
        exposure: Critical,
        shape: Named(
            &[
                "private key",
                "wallet private key",
                "deployer private key",
                "deployer key",
                "signer key",
                "signer private key",
                "owner private key",
                "eth private key",
                "ethereum private key",
                "wallet key",
                "evm private key",
                "account private key",
                "relayer private key",
            ],
            &[&[Lit("0x"), exactly(ANY_HEX, 64)]],
        ),
        leak: "Whoever has it moves everything the account owns.",
        source: "https://ethereum.org/developers/docs/accounts/",
        rotate: "https://ethereum.org/guides/how-to-revoke-token-access/",
    },
    Detector {
        id: "solana-private-key",
        provider: "Solana",
        what: "private key",
        exposure: Critical,
        shape: Named(
            &[
                "solana private key",
                "solana secret key",
                "sol private key",
                "phantom private key",
                "solana wallet private key",
            ],
            &[&[Run(BASE58, 85, 90)]],
        ),
        leak: "Whoever has it moves everything the account owns.",
        source: "https://solana.com/docs/intro/installation",
        rotate: "https://solana.com/docs/core/accounts",
    },
    Detector {
        id: "infura-secret",
        provider: "Infura",
        what: "API key secret",
        exposure: Secret,
        shape: Named(
            &["infura api key secret", "infura secret", "infura project secret", "infura api secret"],
            &[&[exactly(HEX, 32)], &[exactly(BASE64, 43)]],
        ),
        leak: "With the project's id it uses up the calls of the account.",
        source: "https://docs.metamask.io/services/how-to/secure-an-api/api-key-secret/",
        rotate: "https://app.infura.io/",
    },
    Detector {
        id: "alchemy-api-key",
        provider: "Alchemy",
        what: "API key",
        exposure: Secret,
        shape: Named(&["alchemy api key", "alchemy key", "alchemy token"], &[&[exactly(URL_SAFE, 32)]]),
        leak: "Whoever has it uses up the calls of the account.",
        source: "https://www.alchemy.com/docs/how-to-create-access-keys",
        rotate: "https://dashboard.alchemy.com/",
    },
    Detector {
        id: "etherscan-api-key",
        provider: "Etherscan",
        what: "API key",
        exposure: Secret,
        shape: Named(
            &[
                "etherscan api key",
                "etherscan key",
                "polygonscan api key",
                "bscscan api key",
                "arbiscan api key",
                "basescan api key",
            ],
            &[&[exactly(UPPER, 34)]],
        ),
        leak: "Whoever has it uses up the calls of the account.",
        source: "https://docs.etherscan.io/getting-an-api-key",
        rotate: "https://etherscan.io/apidashboard",
    },
    Detector {
        id: "binance-api-secret",
        provider: "Binance",
        what: "API secret",
        exposure: Critical,
        shape: Named(
            &["binance api secret", "binance secret key", "binance secret", "binance api secret key"],
            &[&[exactly(ALNUM, 64)]],
        ),
        leak: "With the API key it trades, and perhaps withdraws, from the account.",
        source: "https://developers.binance.com/docs/binance-spot-api-docs/rest-api/request-security",
        rotate: "https://www.binance.com/en/my/settings/api-management",
    },
];
