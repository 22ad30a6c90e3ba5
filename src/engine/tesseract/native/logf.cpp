// ln x of floats, bit for bit as glibc and musl have it (the beam search takes it of every probability). The one that comes
// with the compiler is another algorithm, whose last bit differs now and then.
//
// x = 2^k z, with z between 0.7 and 1.4 in one of 16 intervals, each of which has an inverse 1/c of a number near its middle
// and ln c. Then ln x = k ln 2 + ln c + ln(1 + r) for r = z/c - 1, and the last term is a polynomial, all in double. The
// constants are those of Arm's optimized routines, which both libraries have (see the notice of musl).
#include <cstdint>
#include <cstring>
#include <limits>

namespace {

constexpr struct {
  double inverse, log;
} kIntervals[16] = {
    {0x1.661ec79f8f3bep+0, -0x1.57bf7808caadep-2}, {0x1.571ed4aaf883dp+0, -0x1.2bef0a7c06ddbp-2},
    {0x1.49539f0f010bp+0, -0x1.01eae7f513a67p-2},  {0x1.3c995b0b80385p+0, -0x1.b31d8a68224e9p-3},
    {0x1.30d190c8864a5p+0, -0x1.6574f0ac07758p-3}, {0x1.25e227b0b8eap+0, -0x1.1aa2bc79c81p-3},
    {0x1.1bb4a4a1a343fp+0, -0x1.a4e76ce8c0e5ep-4}, {0x1.12358f08ae5bap+0, -0x1.1973c5a611cccp-4},
    {0x1.0953f419900a7p+0, -0x1.252f438e10c1ep-5}, {0x1p+0, 0x0p+0},
    {0x1.e608cfd9a47acp-1, 0x1.aa5aa5df25984p-5},  {0x1.ca4b31f026aap-1, 0x1.c5e53aa362eb4p-4},
    {0x1.b2036576afce6p-1, 0x1.526e57720db08p-3},  {0x1.9c2d163a1aa2dp-1, 0x1.bc2860d22477p-3},
    {0x1.886e6037841edp-1, 0x1.1058bc8a07ee1p-2},  {0x1.767dcf5534862p-1, 0x1.4043057b6ee09p-2},
};
constexpr double kLn2 = 0x1.62e42fefa39efp-1;
// Of r^4, r^3 and r^2 in ln(1 + r).
constexpr double kPolynomial[3] = {-0x1.00ea348b88334p-2, 0x1.5575b0be00b6ap-2, -0x1.ffffef20a4123p-2};
// Bits of where the first interval begins.
constexpr uint32_t kOffset = 0x3f330000;

}  // namespace

extern "C" float logf(float x) {
  uint32_t bits;
  memcpy(&bits, &x, sizeof bits);
  if (bits == 0x3f800000) return 0.0f;
  if (bits - 0x00800000 >= 0x7f800000 - 0x00800000) {
    if (bits * 2 == 0) return -std::numeric_limits<float>::infinity();
    if (bits == 0x7f800000) return x;
    if ((bits & 0x80000000) || bits * 2 >= 0xff000000) return std::numeric_limits<float>::quiet_NaN();
    // Below the normal numbers.
    x *= 0x1p23f;
    memcpy(&bits, &x, sizeof bits);
    bits -= 23 << 23;
  }
  const uint32_t from_first = bits - kOffset;
  const auto &interval = kIntervals[from_first >> 19 & 15];
  const int32_t k = static_cast<int32_t>(from_first) >> 23;
  const uint32_t z_bits = bits - (from_first & 0xff800000);
  float z;
  memcpy(&z, &z_bits, sizeof z);
  const double r = z * interval.inverse - 1;
  const double rest = interval.log + k * kLn2;
  const double r2 = r * r;
  double y = kPolynomial[1] * r + kPolynomial[2];
  y = kPolynomial[0] * r2 + y;
  return static_cast<float>(y * r2 + (rest + r));
}
