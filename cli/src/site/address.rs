//! Which addresses a page may be asked for from.
//!
//! Invariant: an address of a private network is never reached unless the user said so, whatever name, redirect or script
//! led to it; a loopback address only where the page the user named is there itself. What a page says must not turn this
//! machine into a way into its network (CWE-918).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// What the user allowed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Allowed {
    /// Addresses of private networks.
    pub(super) private: bool,
    /// This machine.
    pub(super) loopback: bool,
}

/// What keeps an address from being reached; none when nothing does.
pub(super) fn refusal(address: IpAddr, allowed: Allowed) -> Option<&'static str> {
    match address.to_canonical() {
        IpAddr::V4(v4) if v4.is_loopback() => loopback(allowed),
        IpAddr::V6(v6) if v6.is_loopback() => loopback(allowed),
        address if !allowed.private && is_private(address) => {
            Some("its address belongs to a private network (--allow-private reaches it)")
        }
        _ => None,
    }
}

fn loopback(allowed: Allowed) -> Option<&'static str> {
    (!allowed.loopback).then_some("its address is this machine's own, and the page is not")
}

fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_private_v4(v4),
        IpAddr::V6(v6) => is_private_v6(v6),
    }
}

fn is_private_v4(v4: Ipv4Addr) -> bool {
    let [first, second, ..] = v4.octets();
    v4.is_private()
        || v4.is_link_local()
        || v4.is_unspecified()
        || v4.is_broadcast()
        || v4.is_multicast()
        || first == 0
        // Carrier-grade NAT (RFC 6598) and network benchmarks (RFC 2544).
        || (first == 100 && (64..128).contains(&second))
        || (first == 198 && (18..20).contains(&second))
        || first >= 240
}

fn is_private_v6(v6: Ipv6Addr) -> bool {
    let segments = v6.segments();
    let embedded = match segments {
        // NAT64 (RFC 6052) and 6to4 (RFC 3056) carry an IPv4 address that is reached in the end.
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => {
            let [a, b] = high.to_be_bytes();
            let [c, d] = low.to_be_bytes();
            let v4 = Ipv4Addr::new(a, b, c, d);
            is_private_v4(v4) || v4.is_loopback()
        }
        _ => false,
    };
    embedded || v6.is_unspecified() || v6.is_multicast() || v6.is_unique_local() || v6.is_unicast_link_local()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_addresses_are_refused() {
        for text in [
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
            "::ffff:10.0.0.1",
            "fc00::1",
            "fe80::1",
            "::",
            "64:ff9b::a00:1",
            "2002:7f00:1::",
        ] {
            let address: IpAddr = text.parse().expect("an address");
            assert!(refusal(address, Allowed::default()).is_some(), "{text}");
            assert_eq!(refusal(address, Allowed { private: true, loopback: false }), None, "{text}");
        }
    }

    #[test]
    fn loopback_is_for_pages_that_are_there() {
        for text in ["127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1"] {
            let address: IpAddr = text.parse().expect("an address");
            assert!(refusal(address, Allowed { private: true, loopback: false }).is_some(), "{text}");
            assert_eq!(refusal(address, Allowed { private: false, loopback: true }), None, "{text}");
        }
    }

    #[test]
    fn public_addresses_are_reached() {
        for text in ["1.1.1.1", "203.0.114.5", "2606:4700::1111", "::ffff:9.9.9.9"] {
            assert_eq!(refusal(text.parse().expect("an address"), Allowed::default()), None, "{text}");
        }
    }
}
