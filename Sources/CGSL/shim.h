// SPDX-License-Identifier: GPL-3.0-or-later
// GSL as Swift sees it. GSL's generator types are global variables, which Swift 6 refuses as not safe to share:
// each one needed gets an accessor here.
#ifndef REGATTA_CGSL_SHIM_H
#define REGATTA_CGSL_SHIM_H

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_statistics_double.h>

#endif
